//! The service as its users meet it, without a network.
