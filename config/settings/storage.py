"""Where media are kept: in a folder, or in a bucket if the operator names one."""

from typing import Any

from config import environment

media_storage: dict[str, Any] = {"BACKEND": "content.storage.files.WholeFileStorage"}
if environment.S3_BUCKET:
    media_storage = {
        "BACKEND": "content.storage.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": environment.S3_BUCKET,
            "endpoint_url": environment.S3_ENDPOINT or None,
            "region_name": environment.S3_REGION,
            "access_key": environment.S3_ACCESS_KEY,
            "secret_key": environment.S3_SECRET_KEY,
        },
    }
