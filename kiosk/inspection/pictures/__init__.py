"""Opens, cleans and reduces pictures, in the child alone."""
