"""What goes into a proof: pictures of the press files, tables, what changed, who is asked to sign."""
