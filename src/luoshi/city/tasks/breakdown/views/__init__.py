"""The pages of decomposition."""
