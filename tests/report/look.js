// SPDX-License-Identifier: GPL-2.0
// Put into a copy of a report by 77-page.t, which shows it in a frame: tells the frame's owner what
// a browser makes of it.
addEventListener("load", () => {
	const all = [...document.querySelectorAll("body *")];
	const drawn = e => e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().height > 1;
	// What is wider than its box is inside of a box that scrolls.
	const scrolls = e => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
	const out = e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1;
	const broken = [...document.images].filter(i => !i.complete || !i.naturalWidth);
	const plots = [...document.querySelectorAll("svg")];
	const small = plots.flatMap(s => [...s.querySelectorAll("text")])
		.filter(t => t.textContent && t.getBoundingClientRect().height < 10);
	// Text that leaves its plot, or lies on other text.
	const outside = plots.flatMap(s => [...s.querySelectorAll("text")].filter(t => {
		const a = t.getBoundingClientRect(), b = s.getBoundingClientRect();
		return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
	}));
	const covered = plots.flatMap(s => {
		const texts = [...s.querySelectorAll("text")].filter(t => t.textContent);
		return texts.filter((t, i) => texts.slice(i + 1).some(u => {
			const a = t.getBoundingClientRect(), b = u.getBoundingClientRect();
			return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
		}));
	});
	const anchors = [...document.querySelectorAll('a[href^="#"]')]
		.filter(a => !document.getElementById(decodeURI(a.hash.slice(1))));
	const say = (name, list) => `${name} ${list.length}${list.slice(0, 3).map(
		e => " " + (e.textContent || e.outerHTML).trim().slice(0, 30).replace(/\s+/g, " ")).join(";")}`;
	parent.postMessage(["", `width ${innerWidth}`,
		`page wider by ${Math.max(0, document.documentElement.scrollWidth - innerWidth)}`,
		say("overflow", all.filter(e => drawn(e) && !(e instanceof SVGElement && !(e instanceof SVGSVGElement))
			&& out(e) && !scrolls(e.parentElement))),
		say("broken", broken), `plots ${plots.filter(drawn).length} of ${plots.length}`, say("small", small),
		say("outside", outside), say("covered", covered), say("dangling", anchors), ""].join("\n"), "*");
});
