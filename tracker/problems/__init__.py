"""Problems that stay on the books until struck off (问题、销号); visits above this floor raise them."""
