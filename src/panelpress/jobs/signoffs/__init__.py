"""What people say by hand: who they are, what was made of their comments, what they accept, what they take back."""
