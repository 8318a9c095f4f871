# The sources that formation.db does without; included by formation.mk.

$(STATE)/acce.stamp: $(BIN)/import-acce
	$(call run,import-acce -r $(RAW)/acce -o $(DB)/acce.db)
