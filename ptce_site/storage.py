from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files, the imports of our ES modules included."""

    support_js_module_import_aggregation = True
