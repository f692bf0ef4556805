"""Programs for the people who build panelpress; nothing in here is installed."""
