"""What an overlap study found, as tables and as a page that can be cited and made again."""
