"""The ecology and environment bureau (生态环境局)."""
