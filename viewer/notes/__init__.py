"""What a visitor notes and how the desk stands: as a document, a file, a link, and kept from day to day."""
