"""How documents are made, not what they say: typesetting, spreadsheets, QR, Spanish dates."""
