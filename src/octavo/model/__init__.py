"""The words of the trade, as frozen data. Imports nothing of ours."""
