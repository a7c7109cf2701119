"""What a workload costs three ways; plain functions over records."""
