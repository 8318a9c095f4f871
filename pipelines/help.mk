# What make can be asked for, and an answer to what it cannot. Included by
# formation.mk, last.

.PHONY: help
help:  ## list targets, databases, groups and variables
	@sed -nE 's/^([a-z][a-z_-]*):.*  ## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | \
	    expand -t 18
	@printf '\n%s\n' 'Databases: $(DATABASES)' 'Groups: $(GROUPS)' \
	    'Variables: $(VARIABLES)' | fold -s -w 78

# A misspelt target. Directories of the source tree are not targets either: to
# make they would always be up to date.
unknown = $(if $(filter $@,$(MAKECMDGOALS)),$(error no target '$@': \
	'make help' lists the targets and databases),$(error $@: No such file, \
	and nothing that makes it))
.DEFAULT:
	@$(unknown)
DIRECTORIES := completion data debian lib man pipelines tests tools
.PHONY: $(DIRECTORIES)
$(DIRECTORIES):
	@$(unknown)

# A misspelt variable of the command line. Known are those above, what a
# packager may set, and the settings of env.example.
BUILDING := BUILD BIN CC AR CPPFLAGS CFLAGS HARDEN LDFLAGS LDHARDEN LDLIBS \
	WARN WERROR SANITIZE COVERAGE ISAL XLSXWRITER LIBPQ PKGS INCLUDES PREFIX \
	BINDIR MANDIR SHAREDIR BASHCOMPDIR ZSHCOMPDIR DESTDIR INSTALL LINT CRON \
	CRON_USER CRON_DIR ROUNDS OLD N T NAME TESTS \
	BUDGET SCENARIOS
ENVIRONMENT := $(foreach word,$(subst $(hash), ,$(file <$(PIPELINES)/env.example)),\
    $(if $(findstring =,$(word)),$(firstword $(subst =, ,$(word)))))
KNOWN := $(VARIABLES) $(BUILDING) $(ENVIRONMENT) $(ENVIRONMENT:%=%_FILE) \
	PATH SHELL LC_ALL TZ TMPDIR MAKEFLAGS MAKE http_proxy https_proxy no_proxy
given_names := $(foreach name,$(.VARIABLES),$(if \
	$(filter command,$(firstword $(origin $(name)))),$(name)))
odd := $(firstword $(filter-out $(KNOWN) MAKECMDGOALS MAKEOVERRIDES -%,\
	$(given_names)))
ifneq ($(odd),)
upper := $(firstword $(filter $(shell tr a-z A-Z <<<$(call quote,$(odd))),$(KNOWN)))
$(error unknown variable '$(odd)': $(if $(upper),did you mean \
$(upper)?,'make help' lists the variables))
endif
