"""What the API and the pages show, read from the register by the one rule of `seeing`."""
