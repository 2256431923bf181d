"""Send complaints and evidence to netral, follow them, verify what comes back."""
