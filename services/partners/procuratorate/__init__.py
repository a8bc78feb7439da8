"""The people's procuratorate (人民检察院)."""
