"""Quiz: what is asked, how it is judged, what comes back. Knows neither widgets nor drawing."""
