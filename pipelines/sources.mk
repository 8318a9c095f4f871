# The sources that formation does without, the indicators, and the groups that
# cron makes: see formation(7). Included by formation.mk.

$(STATE)/acce.stamp: $(BIN)/import-acce
	$(call run,import-acce -r $(RAW)/acce -o $(DB)/acce.db)

# With --all: a sheet without a row counts too.
$(STATE)/kali_ccn.stamp: $(BIN)/parse-xlsx $(BIN)/import-kali-ccn
	$(call run,parse-xlsx --all --end $(RAW)/kali_ccn/kali.xlsx | \
	    import-kali-ccn -o $(DB)/kali_ccn.db)

$(STATE)/dares_ccn.stamp: $(BIN)/parse-xlsx $(BIN)/import-dares-ccn
	$(call run,parse-xlsx --all --end $(RAW)/dares_ccn/dares_ccn.xlsx | \
	    import-dares-ccn -o $(DB)/dares_ccn.db)

$(STATE)/dares_ape_idcc.stamp: $(BIN)/parse-xlsx $(BIN)/import-dares-ape-idcc
	$(call run,parse-xlsx --all --end \
	    $(RAW)/dares_ape_idcc/dares_ape_idcc.xlsx | \
	    import-dares-ape-idcc -o $(DB)/dares_ape_idcc.db)

$(STATE)/npec.stamp: $(BIN)/import-npec
	$(call run,import-npec -r $(RAW)/npec -o $(DB)/npec.db)

# A row a day: the day is a prerequisite like another.
indicateurs.from := bcn kit_apprentissage france_competence
$(STATE)/indicateurs.stamp: $(BIN)/agg-indicateurs \
    $(indicateurs.from:%=$(DB)/%.db)
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
