"""What tasks take, in whole numbers: needs of one resource, wants of anyone in a pool; the impossible is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, isfinite

from goldenthread.engine.errors import EngineError
from goldenthread.engine.network.plan import Demand, Resource, Task

SCALES = (1, 2, 4, 5, 10, 20, 100, 1000)
ALMOST = 1e-9


@dataclass(slots=True)
class Demands:
    """Units are whole numbers, `scale` of them to one of the plan's.

    `needs[i]` holds what task i takes of each resource by number, `wants[i]` pairs of a pool's number and the units one
    of its members gives. `pools` holds (skill, level) and the members of each pool.
    """

    resources: list[Resource]
    scale: int
    capacity: list[int]
    needs: list[dict[int, int]]
    wants: list[list[tuple[int, int]]]
    pools: list[tuple[str, int]] = field(default_factory=list)
    members: list[list[int]] = field(default_factory=list)
    chunks: list[int] = field(default_factory=list)
    """By pool, the most that a want takes of one member."""
    rooms: list[int] = field(default_factory=list)
    """By pool, how many whole chunks all members have."""

    @property
    def most(self) -> int:
        """More than all tasks together could take of one resource."""
        named = sum(units for own in self.needs for units in own.values())
        return 1 + named + sum(units for own in self.wants for _, units in own)


def demands_of(tasks: Sequence[Task], resources: Sequence[Resource]) -> Demands:
    """The demands of tasks in numbers.

    Refused: `duplicate_resource`, `bad_capacity`, `bad_units`, `unknown_resource`, `empty_demand`, `lacks_skill`,
    `no_such_skill`, and `demand_above_capacity` (with task, resource or skill, units and capacity).
    """
    number: dict[str, int] = {}
    for r, resource in enumerate(resources):
        if resource.id in number:
            raise EngineError("duplicate_resource", resource=resource.id)
        if not (isfinite(resource.capacity) and resource.capacity >= 0):
            raise EngineError("bad_capacity", resource=resource.id, capacity=resource.capacity)
        number[resource.id] = r
    scale = _scale(tasks, resources)
    capacity = [floor(resource.capacity * scale + ALMOST) for resource in resources]
    found = Demands(list(resources), scale, capacity, [], [])
    pool_number: dict[tuple[str, int], int] = {}
    for task in tasks:
        needs: dict[int, int] = {}
        wants: list[tuple[int, int]] = []
        for demand in task.demands:
            units = _units(task, demand, scale)
            if demand.resource is not None:
                r = _resource(task, demand, number, resources)
                needs[r] = needs.get(r, 0) + units
            else:
                wants += _wants(task, demand, found, pool_number, units)
        for r, units in needs.items():
            if units > capacity[r]:
                raise _too_much(task, units / scale, capacity[r] / scale, resource=resources[r].id)
        wants.sort(key=lambda want: (len(found.members[want[0]]), -want[1]))
        found.needs.append({r: units for r, units in needs.items() if units})
        found.wants.append(wants)
    return found


def _scale(tasks: Sequence[Task], resources: Sequence[Resource]) -> int:
    figures = {demand.units for task in tasks for demand in task.demands}
    figures.update(resource.capacity for resource in resources)
    for scale in SCALES:
        if all(abs(figure * scale - round(figure * scale)) < ALMOST for figure in figures if isfinite(figure)):
            return scale
    return SCALES[-1]


def _units(task: Task, demand: Demand, scale: int) -> int:
    if not (isfinite(demand.units) and demand.units >= 0):
        raise EngineError("bad_units", task=task.id, units=demand.units)
    return ceil(demand.units * scale - ALMOST)


def _resource(task: Task, demand: Demand, number: Mapping[str, int], resources: Sequence[Resource]) -> int:
    r = number.get(demand.resource or "")
    if r is None:
        raise EngineError("unknown_resource", task=task.id, resource=demand.resource)
    if demand.skill is not None and not has_skill(resources[r], demand.skill, demand.level):
        raise EngineError("lacks_skill", task=task.id, resource=demand.resource, skill=demand.skill, level=demand.level)
    return r


def has_skill(resource: Resource, skill: str, level: int) -> bool:
    """Whether a resource has a skill at a level or above."""
    return skill in resource.skills and resource.skills[skill] >= level


def _wants(
    task: Task, demand: Demand, found: Demands, pool_number: dict[tuple[str, int], int], units: int
) -> list[tuple[int, int]]:
    """One want for each member that is needed: whole ones, and the rest."""
    if demand.skill is None:
        raise EngineError("empty_demand", task=task.id)
    key = (demand.skill, demand.level)
    pool = pool_number.get(key)
    if pool is None:
        members = [r for r, resource in enumerate(found.resources) if has_skill(resource, *key) and found.capacity[r]]
        if not members:
            raise EngineError("no_such_skill", task=task.id, skill=demand.skill, level=demand.level)
        pool = pool_number[key] = len(found.pools)
        found.pools.append(key)
        found.members.append(members)
        found.chunks.append(min(found.scale, max(found.capacity[r] for r in members)))
        found.rooms.append(sum(found.capacity[r] // found.chunks[pool] for r in members))
    chunk = found.chunks[pool]
    chunks = [chunk] * (units // chunk) + ([units % chunk] if units % chunk else [])
    if len(chunks) > found.rooms[pool] + (1 if units % chunk and _has_rest(found, pool, chunk, units % chunk) else 0):
        all_units = sum(found.capacity[r] for r in found.members[pool]) / found.scale
        raise _too_much(task, demand.units, all_units, skill=demand.skill, level=demand.level)
    return [(pool, one) for one in chunks]


def _has_rest(found: Demands, pool: int, chunk: int, rest: int) -> bool:
    """Whether someone in the pool has the rest to give beside whole chunks."""
    return any(found.capacity[r] % chunk >= rest for r in found.members[pool])


def _too_much(task: Task, units: float, capacity: float, **of: object) -> EngineError:
    return EngineError("demand_above_capacity", task=task.id, units=units, capacity=capacity, **of)
