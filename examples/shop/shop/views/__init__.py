"""The pages of the shop, a blueprint for each part."""
