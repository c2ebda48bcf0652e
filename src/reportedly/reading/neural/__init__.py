"""The encoder's pass and what its heads say; encoder.py alone knows onnxruntime."""
