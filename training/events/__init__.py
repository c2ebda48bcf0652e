"""Training of the event heads: annotated articles in, `events_*.onnx` and `events.json` out."""
