# The variables that a user sets, checked before anything else: see
# formation(7). Included by the Makefile and by formation.mk, by whichever comes
# first. A system adds its own names to VARIABLES.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PIPELINES := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
DATADIR ?= data
UPSTREAM ?= sample
SEED ?= 1
SCALE ?= 1
COMPAT ?=
FORCE ?=
WAIT ?=

# Not empty under make -s.
silent = $(findstring s,$(firstword -$(MAKEFLAGS)))

# make evaluates a '$' wherever it uses a value: refuse it before that happens.
SETTINGS := DATADIR UPSTREAM SEED SCALE COMPAT FORCE SUITE_NOW WAIT
VARIABLES := $(SETTINGS) GOAL KEEP PREVIOUS PUBLISH_ERRORS SINCE V WEEK
$(foreach name,$(VARIABLES) STATIC_URL SEND_MAIL_FLAGS METRICS_DIR,$(if \
    $(findstring $$,$(value $(name))),$(error $(name): \
    its value must not contain '$$')))

# $(call quote,TEXT): TEXT as one word of the shell.
quote = '$(subst ','\'',$(1))'
checked := $(shell $(call quote,$(PIPELINES)/settings) \
    $(foreach name,$(SETTINGS),$(call quote,$(name)=$($(name)))) \
    $(call quote,TREE=$(or $(TREE),$(PIPELINES))))
today := $(filter day=%,$(checked))
ifeq ($(today),)
$(error $(or $(checked),$(PIPELINES)/settings failed))
endif
