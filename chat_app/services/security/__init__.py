"""What people do for the safety of their accounts: second factors, passkeys, new passwords."""
