"""Who is who: jurisdictions, agencies, people, offices and posts, read by all three services."""
