"""The code that reads the layouts in `layouts`, imported when a publication is read: one module each."""
