"""An advisor for choosing between open-source and proprietary AI."""
