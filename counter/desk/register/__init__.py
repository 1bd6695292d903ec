"""The register (sổ theo dõi hồ sơ) and the number series of codes and register lines."""
