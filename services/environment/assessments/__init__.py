"""Risk assessments of polluted plots, as the province judged them (风险评估)."""
