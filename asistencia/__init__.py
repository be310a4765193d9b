"""The gate: devices, scans, and presence derived from them."""
