"""The agriculture and rural affairs bureau (农业农村局)."""
