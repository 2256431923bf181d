"""What workflows may do to the world; each order is written once, however often it is tried."""
