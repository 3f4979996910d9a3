"""Which folders a command takes: one's own, or those of the atlas that the package brings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from world import GEODATA, MAPS, World

from mapper import packaged
from mapper.cli import main
from mapper.errors import CallError


@pytest.fixture
def installed(pristine_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder to stand in, of a package that was installed with the tiny world as its atlas."""
    package = tmp_path / "site-packages" / "mapper"
    shutil.copytree(pristine_world, package / "data")
    monkeypatch.setattr(packaged, "ROOTS", (package / "data", package.parent))
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    return package / "data"


def test_in_a_checkout_the_packaged_atlas_is_the_repositorys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert packaged.geodata_folder() == GEODATA
    assert packaged.maps_folder(None, GEODATA) == MAPS


def test_in_an_empty_folder_the_packaged_atlas_is_taken(installed: Path) -> None:
    data = packaged.geodata_folder()
    assert data == installed / "geodata"
    assert packaged.maps_folder(None, data) == installed / "maps"
    assert packaged.pages_folder(installed / "maps") == Path("maps")


def test_what_stands_here_wins_and_what_is_given_wins_over_all(installed: Path, world: World) -> None:
    shutil.copytree(world.geodata, "geodata")
    shutil.copytree(world.maps, "maps")
    assert packaged.geodata_folder() == Path("geodata")
    assert packaged.maps_folder(None, installed / "geodata") == Path("maps")
    assert packaged.pages_folder(Path("maps")) == Path("maps")
    assert packaged.geodata_folder(world.geodata) == world.geodata
    assert packaged.maps_folder(world.maps, installed / "geodata") == world.maps


def test_a_folder_of_pages_alone_is_no_folder_of_maps(installed: Path) -> None:
    Path("maps").mkdir()
    Path("maps/tiny.html").touch()
    assert packaged.maps_folder(None, installed / "geodata") == installed / "maps"


def test_maps_are_found_beside_ones_own_data_and_never_taken_from_the_package(installed: Path, world: World) -> None:
    shutil.copytree(installed / "maps", "maps")
    assert packaged.maps_folder(None, world.geodata) == world.maps
    shutil.rmtree("maps")
    shutil.rmtree(world.maps)
    assert packaged.maps_folder(None, world.geodata) == Path("maps")


def test_a_package_without_an_atlas_says_so(installed: Path) -> None:
    shutil.rmtree(installed)
    with pytest.raises(CallError, match="this installation holds no atlas"):
        packaged.geodata_folder()


@pytest.mark.usefixtures("installed")
def test_the_commands_work_in_an_empty_folder_and_say_which_data_they_use(world: World) -> None:
    def run(*args: object) -> str:
        result = CliRunner().invoke(main, [str(arg) for arg in args])
        assert result.exit_code == 0, result.output
        assert "using the packaged atlas, " in result.stderr
        return result.stdout

    assert "tiny.html: 3 territories" in run("build")
    assert sorted(path.name for path in Path("maps").iterdir()) == ["index.html", "tiny.html"]
    run("build")
    assert "no problem found" in run("check")
    assert run("at", "1939-09-17").splitlines()[1].startswith("green")
    Path("mine.csv").write_text("lon,lat,date\n7,7,1939-09-17\n", encoding="utf-8")
    assert "1 inside" in run("join", "mine.csv", "-o", "joined.csv")
    assert "features" in run("export", "-o", "all.geojson")
    assert "the same land in the same hands" in run("diff", world.geodata)
