# What leaves the build directory: see publication(7).
#
# As with the databases, make compares stamps: state/export/NAME.stamp bears the
# time at which the last export of NAME began. A tool leaves a file with the same
# bytes untouched.

EXPORT := $(data)/export
KEEP ?= 8
PUBLISH_ERRORS ?=
SINCE ?=
export KEEP PUBLISH_ERRORS

# The published tables, each with its database, as far as there is one.
export.tables := $(foreach pair,formation:formation formation_session:formation \
    organisme:organismes certifications:certifications commune:communes \
    npec_normalized:npec kali_ccn:kali_ccn dares_ccn:dares_ccn \
    dares_ape_idcc:dares_ape_idcc,\
    $(if $(filter $(lastword $(subst :, ,$(pair))),$(absent)),,$(pair)))
export.from = $(lastword $(subst :, ,$(filter $(1):%,$(export.tables))))
export.names := $(foreach pair,$(export.tables),$(firstword $(subst :, ,$(pair))))
export.places := $(filter formation organisme commune,$(export.names))
export.databases := $(sort $(foreach name,$(export.names),$(DB)/$(call \
    export.from,$(name)).db))
EXPORTS := $(export.names:%=%.csv) $(export.places:%=%.geojson) alternance.gpkg \
	datapackage.json metadata.json findings.ndjson report.html

.PHONY: exports publication changes report publish-postgres publish_postgres
exports: $(EXPORTS:%=$(EXPORT)/%)  ## every published table as CSV, GeoJSON, GeoPackage
$(EXPORTS:%=$(EXPORT)/%): $(EXPORT)/%: $(STATE)/export/%.stamp ; +
$(EXPORTS:%=$(STATE)/export/%.stamp): | $(EXPORT) $(STATE)/export
$(EXPORT) $(STATE)/export:
	@mkdir -p $@
# A file that was removed is exported again.
$(patsubst %,$(STATE)/export/%.stamp,$(filter-out \
    $(notdir $(wildcard $(EXPORT)/*)),$(EXPORTS))): FORCE

# $(call export.run,COMMAND) exports the file whose stamp is the target. Of two
# makes at once the second waits.
export.run = @$(if $(silent),,echo 'export $(basename $(@F))';) \
	exec 9>>$(basename $@).lock; flock -w $${WAIT:-600} 9 || exit 75; \
	: >$@.new; $(1); mv -f $@.new $@
export.file = $(EXPORT)/$(basename $(@F))

define export.table
$(STATE)/export/$(1).csv.stamp: $(DB)/$(2).db $(BIN)/export-csv
	$$(call export.run,export-csv -o $$(export.file) $(DB)/$(2).db $(1))
$(STATE)/export/$(1).geojson.stamp: $(DB)/$(2).db $(BIN)/export-geojson
	$$(call export.run,export-geojson -o $$(export.file) $(DB)/$(2).db $(1))
endef
$(foreach name,$(export.names),$(eval $(call export.table,$(name),$(call \
    export.from,$(name)))))

$(STATE)/export/alternance.gpkg.stamp: $(export.databases) $(BIN)/export-geopackage
	$(call export.run,export-geopackage -d $(DB) -o $(export.file) $(export.names))
$(STATE)/export/datapackage.json.stamp: $(export.names:%=$(EXPORT)/%.csv) \
    $(BIN)/describe-tables
	$(call export.run,describe-tables -f datapackage -e $(EXPORT) \
	    -o $(export.file))
$(STATE)/export/metadata.json.stamp: $(BIN)/describe-tables
	$(call export.run,describe-tables -f datasette -o $(export.file))

# Errors do not stop the export: a publication is refused because of them.
$(STATE)/export/findings.ndjson.stamp: $(export.databases) $(BIN)/check-data
	$(call export.run,check-data -q --max-errors 999999999 -d $(DB) \
	    -o $(export.file))

# The report compares with the databases that were published last.
export.report = env SUITE_DATABASES='$(DATABASES)' $(PIPELINES)/report $(data) $(EXPORT)/report.html
$(STATE)/export/report.html.stamp: $(export.databases) $(EXPORT)/findings.ndjson \
    $(addprefix $(BIN)/,report-data diff-table)
	$(call export.run,$(export.report))
report: $(EXPORT)/findings.ndjson  ## the report for people, as of now
report: $(addprefix $(BIN)/,report-data diff-table)
	@$(export.report)

publication: exports $(addprefix $(BIN)/,diff-table format-feed)  ## a dated directory of the exports, if they changed
	@$(PIPELINES)/publication $(data) '$(EXPORTS)' '$(export.tables)' \
	    '$(filter-out $(absent),$(SOURCES)) $(AGGREGATES)'

changes:  ## what the publications have changed (SINCE=2026-11-22)
	@$(PIPELINES)/changes $(data) $(call quote,$(SINCE))

publish-postgres: $(export.databases) $(BIN)/publish-postgres  ## publish the tables into PostgreSQL (PGSERVICE)
	@publish-postgres -d $(DB)
publish_postgres: publish-postgres
