"""The command line: compare two pictures, measure a network, train one, write digits."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import numpy as np

from siamese.cli.inputs import (
    comparator_from,
    digits_from,
    drawn_digits,
    found_digits,
    learned_from,
)
from siamese.cli.terminal import (
    check_file,
    check_writable,
    prepare_streams,
    print_answer,
    progress,
    refuse,
    silence_native_stderr,
    training_report,
)
from siamese.config import BASE_OUTPUT, LOSSES, RECIPES, SettingError, training_config
from siamese.data.digits import MNIST_COUNT, SHOWN_COUNT, handwritten
from siamese.evaluation.pair_scores import pair_distances, score
from siamese.files import atomic_write, png
from siamese.keras_settings import check_keras_settings
from siamese.pairs import choose_pairs
from siamese.pairs.montage import montage as picture_of
from siamese.pictures.finder import Box

DEFAULT_PAIRS = 100_000
MOST_PAIRS = 10_000_000
MOST_WRITTEN = 1_000_000
MOST_SHOWN = 1000
FORMER_RECIPES = {"ours": "all-pairs"}  # names that recipes had before

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
network_option = click.option(
    "--network", type=click.Path(path_type=Path), help="A folder that train wrote."
)
data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="Digits in the layout of Keras's mnist.npz."
)
seed_option = click.option("--seed", type=click.IntRange(0), help="Seed of all chance.")


class BoxParameter(click.ParamType[Box]):
    """Four numbers with commas between them."""

    name = "X,Y,W,H"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Box:
        """Left, top, width and height."""
        try:
            left, top, width, height = map(int, value.split(","))
        except ValueError:
            self.fail(f"{value!r}: four whole numbers, such as 40,60,200,220.", param, ctx)
        return left, top, width, height


@click.group(help=__doc__, context_settings={"max_content_width": 100})
def cli() -> None:
    """What all commands share."""


@cli.command()
@click.argument("left", type=click.Path(path_type=Path), metavar="A.png")
@click.argument("right", type=click.Path(path_type=Path), metavar="B.png")
@network_option
@click.option(
    "--box",
    "boxes",
    type=BoxParameter(),
    multiple=True,
    help="Where the digit is, in pixels: left,top,width,height. Give it twice for both pictures.",
)
@as_json
def compare(
    left: Path, right: Path, network: Path | None, boxes: tuple[Box, ...], as_json: bool
) -> None:
    """How far apart are two pictures of digits?"""
    found = found_digits([left, right], boxes)
    result = comparator_from(network).compare(*(one.digit for one in found))
    verdict = "same" if result.same else "different"
    unlike = [str(path) for path, one in zip((left, right), found, strict=True) if one.doubtful]
    print_answer(
        {
            "distance": result.distance,
            "threshold": result.threshold,
            "same": result.same,
            "probability_same": None if unlike else result.probability_same,
        },
        as_json,
        f"{verdict}: distance {result.distance:.3f}, threshold {result.threshold:.3f}, "
        + (
            f"no probability, because this does not look like a digit: {', '.join(unlike)}"
            if unlike
            else f"probability of the same digit {result.probability_same:.1%}"
        ),
    )


@cli.command()
@data_option
@click.option(
    "--drawings",
    type=click.Path(path_type=Path),
    help="A folder of pictures in folders named like their labels, or a ZIP of it.",
)
@network_option
@click.option(
    "--pairs", type=click.IntRange(2, MOST_PAIRS), default=DEFAULT_PAIRS, show_default=True
)
@seed_option
@as_json
def evaluate(
    data: Path | None,
    drawings: Path | None,
    network: Path | None,
    pairs: int,
    seed: int | None,
    as_json: bool,
) -> None:
    """Measure a network on pairs, half of them positive."""
    if data and drawings:
        raise ValueError("Choose one of --data and --drawings.")
    if drawings:
        drawn = drawn_digits(drawings)
        images, labels = drawn.images, drawn.classes
        of = f" labelled {', '.join(np.unique(drawn.labels).tolist())}"
    else:
        there = digits_from(data, SHOWN_COUNT)
        images, labels, of = there.x_test, there.y_test.astype(np.intp), ""
    comparator = comparator_from(network)
    measured = pair_distances(
        comparator.embed(images), labels, pairs, np.random.default_rng(seed or 0)
    )
    scores = score(measured, len(images), comparator.threshold)
    print_answer(
        asdict(scores),
        as_json,
        f"{scores.images:,} images{of}, {scores.pairs:,} pairs: accuracy {scores.accuracy:.2%} at "
        f"threshold {scores.threshold:.3f}, equal error rate {scores.equal_error_rate:.2%}, "
        f"AUC {scores.auc:.5f}",
    )


@cli.command()
@click.option(
    "--recipe", default="all-pairs", show_default=True, help=f"One of {', '.join(RECIPES)}."
)
@click.option("--loss", help=f"One of {', '.join(LOSSES)}; the recipe's own without it.")
@click.option("--margin", type=float, help="Up to which distance negative pairs are pushed.")
@click.option("--embedding-dim", type=int, help="Numbers in an embedding.")
@click.option("--epochs", type=int, help="Times that all digits are seen.")
@click.option("--digits", type=int, help="How many digits to train on.")
@data_option
@click.option(
    "--symbols",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="PATH...",
    help="For the recipe symbols: Omniglot's images_background.zip, or .npz files of symbols.",
)
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="")
@seed_option
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path(BASE_OUTPUT), show_default=True
)
def train(
    recipe: str,
    data: Path | None,
    symbols: tuple[Path, ...],
    more: tuple[Path, ...],
    output: Path,
    **settings: Any,
) -> None:
    """Train a network and write it to a folder."""
    check_keras_settings()
    config = training_config(FORMER_RECIPES.get(recipe, recipe), **settings)
    check_writable(output)
    if more and not symbols:
        raise click.UsageError(f"Got unexpected extra argument ({more[0]})")
    learned = learned_from(config.recipe, data, (*symbols, *more))
    with silence_native_stderr():
        from siamese.training.trainer import train as run

    trained = run(config, learned, training_report())
    trained.save(output)
    trained.export(output)
    manifest = trained.manifest
    click.echo(
        f"{output}: equal error rate {manifest.equal_error_rate:.2%}, "
        f"accuracy {manifest.accuracy:.2%} at threshold {manifest.threshold:.3f}, "
        f"{manifest.seconds:.0f} s"
    )


@cli.command()
@click.option(
    "--output", type=click.Path(path_type=Path), required=True, help="The .npz to be written."
)
@click.option(
    "--count",
    type=click.IntRange(2, MOST_WRITTEN),
    default=MNIST_COUNT,
    show_default=True,
    help="How many in all; one in seven is a test digit.",
)
@seed_option
def digits(output: Path, count: int, seed: int | None) -> None:
    """Write digits by hand, in the layout of Keras's mnist.npz."""
    check_file(output)
    written = handwritten(
        count, seed=1 if seed is None else seed, on_progress=progress("Writing digits")
    )
    written.save(output)
    click.echo(
        f"{output}: {len(written.x_train):,} training and {len(written.x_test):,} test digits, "
        f"{written.origin}"
    )


@cli.command()
@click.option(
    "--output", type=click.Path(path_type=Path), required=True, help="The .png to be written."
)
@click.option("--pairs", type=click.IntRange(1, MOST_SHOWN), default=30, show_default=True)
@data_option
@network_option
@seed_option
def montage(
    output: Path, pairs: int, data: Path | None, network: Path | None, seed: int | None
) -> None:
    """Write a picture of pairs of test digits, with a network's verdicts."""
    if output.suffix.lower() != ".png":
        raise ValueError(f"{output}: the picture is a PNG. Name a file.png in --output.")
    check_file(output)
    there, seed = digits_from(data, SHOWN_COUNT), 1 if seed is None else seed
    chosen = choose_pairs(there.y_test, pairs, np.random.default_rng(seed))
    images = there.x_test[np.stack([chosen.left, chosen.right], axis=1)]
    comparator = comparator_from(network)
    distances = np.asarray(comparator.distance(images[:, 0], images[:, 1]), np.float64)
    source = f"{there.name}, test digits, seed {seed}"
    picture = picture_of(images, chosen.same, distances, comparator.threshold, caption=source)
    with atomic_write(output) as temporary:
        temporary.write_bytes(png(picture))
    wrong = ((distances <= comparator.threshold) != chosen.same).sum()
    counted = "1 pair" if pairs == 1 else f"{pairs} pairs"
    click.echo(
        f"{output}: {counted} of {source}; judged wrongly at threshold "
        f"{comparator.threshold:.3f}: {wrong}"
    )


def main() -> int:
    """Runs a command; a refusal is one line and exit status 2, never a traceback."""
    prepare_streams()
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return refuse(error.format_message())
    except SettingError as error:
        return refuse(f"--{error.setting.replace('_', '-')} {error.problem}")
    except ValueError as error:  # the library's refusals are ValueErrors, all of them
        return refuse(str(error))
    except OSError as error:
        return refuse(f"{error.filename or 'A file'}: {error.strerror or error}.")
    return 0
