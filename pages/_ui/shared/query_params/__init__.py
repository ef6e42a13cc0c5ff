"""The parameters of the address: what each page has, what they may be, and their widgets."""
