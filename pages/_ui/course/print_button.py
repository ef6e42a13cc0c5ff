"""A button that prints the page, as the browser does it."""

from pages._ui.shared.component import component

print_button = component(
    "print_button",
    "shared/button.css",
    "course/print_button.css",
    "course/print_button.js",
    html='<button type="button"></button>',
)
