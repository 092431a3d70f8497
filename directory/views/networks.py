from django.shortcuts import get_object_or_404, render

from directory.models import Network, Pole

from .lists import display_poles


def network_list(request):
    networks = Network.objects.prefetch_related("regions")
    return render(request, "directory/network_list.html", {"networks": networks})


def network_detail(request, slug):
    """A network, and the poles affiliated to it or whose sheet it keeps."""
    network = get_object_or_404(Network, slug=slug)
    return display_poles(
        request,
        queryset=Pole.objects.published().of_networks([network.slug]),
        template_name="directory/network_detail.html",
        heading=network.name,
        context={"network_shown": network, "regions": network.regions.all()},
    )
