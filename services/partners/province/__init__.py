"""The provincial departments (省级主管部门)."""
