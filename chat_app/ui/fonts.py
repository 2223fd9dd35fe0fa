"""The typeface, shipped with the app: nothing is fetched from elsewhere."""

import reflex as rx


class InterPlugin(rx.plugins.Plugin):
    """Bundles Inter (SIL Open Font License) from its npm package."""

    def get_frontend_dependencies(self, **_context):
        """Return the package."""
        return ("@fontsource-variable/inter@5.3.0",)

    def get_stylesheet_paths(self, **_context):
        """Return its style sheet, which loads only the scripts a page uses."""
        return ("@fontsource-variable/inter/index.css",)
