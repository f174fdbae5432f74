"""How long the heavy parts take, each as a ratio to a floor measured in the same run."""
