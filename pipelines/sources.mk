# The sources that formation does without, the indicators, and the groups that
# cron makes: see formation(7). Included by formation.mk.

$(STATE)/acce.stamp: $(BIN)/import-acce
	$(call run,import-acce -r $(RAW)/acce -o $(DB)/acce.db)

# A row a day: the day is a prerequisite like another.
$(STATE)/indicateurs.stamp: $(BIN)/agg-indicateurs \
    $(DB)/bcn.db $(DB)/kit_apprentissage.db $(DB)/france_competence.db
	$(call run,agg-indicateurs -d $(DB) -o $(DB)/indicateurs.db) $(today)

.PHONY: all-sources
all-sources: $(SOURCES:%=$(DB)/%.db)  ## every source, by its importer

# What cron makes, by the seed's groups; the indicators follow what they count.
GROUPS := import_source import_source_main import_compute_step_1 \
	import_compute_step_2
.PHONY: $(GROUPS)
import_source: $(patsubst %,$(DB)/%.db,acce france_competence kali_ccn \
    dares_ccn mission_locale communes indicateurs)
import_source_main: $(patsubst %,$(DB)/%.db,bcn kit_apprentissage referentiel \
    catalogue indicateurs)
import_compute_step_1: $(patsubst %,$(DB)/%.db,certifications organismes)
import_compute_step_2: $(DB)/formation.db
