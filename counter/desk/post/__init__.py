"""Results that go by the public post (bưu chính công ích)."""
