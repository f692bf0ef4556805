"""The hands: everything that makes press files, from photographs and text to finished bytes."""
