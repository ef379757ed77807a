"""Plans and applies what is filed in a tracker."""
