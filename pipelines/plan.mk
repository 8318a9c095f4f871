# What make would do, and why, without doing it: see formation(7). Included by
# formation.mk.

GOAL ?= formation
ifneq ($(filter-out $(DATABASES),$(GOAL)),)
$(error GOAL=$(firstword $(filter-out $(DATABASES),$(GOAL))): no such database: \
'make help' lists them)
endif

# $(call needs,NAME): the databases that NAME is built from, then NAME.
needs = $(foreach d,$($(1).from),$(call needs,$(d))) $(1)
first = $(if $(1),$(firstword $(1)) $(call first,$(filter-out \
	$(firstword $(1)),$(1))))
planned = $(call first,$(foreach goal,$(GOAL),$(call needs,$(goal))))
comma := ,
edge = $(1):$(subst $(space),$(comma),$(strip $($(1).from)))

.PHONY: plan
plan: $(BIN)/status  ## what would be fetched and built, and why (GOAL=formation)
	@$(looking) $(PIPELINES)/plan $(data) $(UPSTREAM) '$(asked)' \
	    $(foreach name,$(planned),$(call edge,$(name)))

.PHONY: check-config
check-config:  ## what UPSTREAM=live needs and what is missing
	@$(PIPELINES)/check-config $(data)

.PHONY: check-sources
check-sources: $(BIN)/check-sources  ## ask each source whether it still answers at its address
	@$(BIN)/check-sources $(addprefix -u ,$(filter http%,$(UPSTREAM)))
