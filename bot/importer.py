"""Gives Rasa one model's data from the files of all languages.

Rasa merges equal response keys of two files by silently dropping one. Here each variant gets a condition on the slot
`language` instead, so that `data/<language>/` stays complete and apart, and questions become responses. Data with a
problem is refused before anything is trained.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.exceptions import RasaException
from rasa.shared.importers import utils
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method
from rasa.shared.utils.io import read_model_configuration, read_yaml_file

from bot.dialogue.check import problems_of
from bot.dialogue.project import Project, read_project


class DialogueDataRefused(RasaException):
    """The dialogue data has problems; the message lists them as ``path:line: message``."""


class ViableImporter(TrainingDataImporter):
    """Reads the project in which `config.yml` stands."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        self._config_file = config_file or "config.yml"
        self._domain_path = domain_path or "domain.yml"
        self._root = Path(self._config_file).resolve().parent

    @cached_method
    def _project(self) -> Project:
        project = read_project(self._root)
        problems = problems_of(project)
        if problems:
            raise DialogueDataRefused("\n" + "\n".join(map(str, problems)))
        return project

    def get_config(self) -> dict[str, Any]:
        """What `config.yml` says."""
        config: dict[str, Any] = read_model_configuration(self._config_file)
        return config

    def get_config_file_for_auto_config(self) -> str | None:
        """The one configuration file."""
        return self._config_file

    @cached_method
    def get_domain(self) -> Domain:
        """`domain.yml` with the responses of all languages; no intent's entities steer the rules."""
        domain = dict(read_yaml_file(self._domain_path))
        variants: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for response in self._project().responses:
            variants[response.key].extend(response.for_rasa())
        domain["responses"] = dict(variants)
        domain["intents"] = [{intent: {"use_entities": []}} for intent in domain["intents"]]
        return Domain.from_dict(domain)

    @cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The rules of `data/rules.yml`."""
        rules = [str(self._root / "data" / "rules.yml")]
        return utils.story_graph_from_paths(rules, self.get_domain(), exclusion_percentage)

    def get_conversation_tests(self) -> StoryGraph:
        """None: dialogues are tested against a running Rasa and action server."""
        return StoryGraph([])

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The sentences of all languages."""
        examples = self._project().examples
        return TrainingData(
            [Message({TEXT: e.text, INTENT: e.intent, "language": e.language}) for e in examples]
        )
